package omega.fetcher.discover;

import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.fetcher.archive.Archive;
import omega.fetcher.ledger.CollectedFile;
import omega.runtime.loop.Loop;
import org.jspecify.annotations.Nullable;

/** Follows a directory of this machine: the same checks as for OMEGA's, and no connection rule. */
public final class Following implements Loop.Attempt {
    private final Partner partner;
    private final Discovery discovery;
    private final Archive archive;
    private @Nullable String trouble;

    public Following(Partner partner, Discovery discovery, Archive archive) {
        this.partner = partner;
        this.discovery = discovery;
        this.archive = archive;
    }

    @Override
    public boolean turn() throws ChannelException {
        try (RemoteFolder folder = Connection.open(partner, Timeouts.USUAL, BeforeConnect.UNRULED)) {
            Discovery.Lacuna lacuna = discovery.look(partner, folder);
            if (!lacuna.unread().isEmpty()) {
                throw new ChannelException(
                        ChannelException.Kind.NO_SUCH_DIRECTORY,
                        partner.describe() + ": the followed directory cannot be read");
            }
            trouble = lacuna.untouched().isEmpty() ? null : String.join("; ", lacuna.untouched());
            for (CollectedFile file : discovery.awaited(partner)) {
                archive.fetch(partner, folder, file);
            }
        }
        return false;
    }

    /** Which names are not touched. */
    @Override
    public @Nullable String trouble() {
        return trouble;
    }
}
