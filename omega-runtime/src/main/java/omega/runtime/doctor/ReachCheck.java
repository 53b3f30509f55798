package omega.runtime.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.channel.slot.Purpose;
import omega.channel.slot.Slot;
import omega.channel.slot.Slots;
import omega.channel.slot.Want;
import omega.clock.OmegaClock;
import omega.runtime.credential.Credentials;
import omega.runtime.doctor.Diagnosis.Domaine;

/**
 * One session with a partner's OMEGA, in a slot of the connection rule like any service's (§3.2.1): it looks at the directories and ends. While services wait for slots too, it may have to
 * wait for its own; it then says when it may try again.
 */
final class ReachCheck {
    /** Name of the doctor in the connection rule. */
    static final String SERVICE = "doctor";

    private static final Duration AHEAD = Duration.ofMinutes(1);
    private final Slots slots;
    private final Credentials credentials;
    private final OmegaCalendar calendar;
    private final OmegaClock clock;
    private final Duration patience;

    /** @param patience real time to wait for a slot */
    ReachCheck(Slots slots, Credentials credentials, OmegaCalendar calendar, OmegaClock clock, Duration patience) {
        this.slots = slots;
        this.credentials = credentials;
        this.calendar = calendar;
        this.clock = clock;
        this.patience = patience;
    }

    /** The host of a partner that is reached by a session. */
    static Optional<String> host(Partner partner) {
        return switch (partner.access()) {
            case Partner.Sftp sftp -> Optional.of(sftp.host());
            case Partner.Ftps ftps -> Optional.of(ftps.host());
            case Partner.Local _ -> Optional.empty();
        };
    }

    static Diagnosis resolve(String host) {
        try {
            return Diagnosis.well(
                    Domaine.DNS,
                    host,
                    "resolves to "
                            + Arrays.stream(InetAddress.getAllByName(host))
                                    .map(InetAddress::getHostAddress)
                                    .toList());
        } catch (UnknownHostException e) {
            return Diagnosis.urgent(
                    Domaine.DNS,
                    host,
                    "does not resolve",
                    "check omega.partenaires.CODE.host (by default the pack's for the environment), and this machine's DNS");
        }
    }

    List<Diagnosis> run(Partner partner) throws InterruptedException {
        if (!calendar.isOpen(Canal.FTP, OmegaCalendar.TELECHARGEMENT, clock.instant())) {
            return List.of(Diagnosis.note(
                    Domaine.CONNEXION,
                    partner.describe(),
                    "OMEGA is closed for maintenance: not tried",
                    "try again later"));
        }
        Optional<Slot> slot = slot(partner);
        if (slot.isEmpty()) {
            return List.of(Diagnosis.note(
                    Domaine.CONNEXION,
                    partner.describe(),
                    "not tried: the next connection may be made at "
                            + slots.prochaine(partner.code())
                                    .atZone(OmegaClock.PARIS)
                                    .toOffsetDateTime()
                            + ", or a service that waits goes first (§3.2.1)",
                    "try again then, or with --wait"));
        }
        return session(partner, slot.get());
    }

    private Optional<Slot> slot(Partner partner) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            slots.want(new Want(partner.code(), SERVICE, Purpose.PUBLICATION, null));
            Optional<Slot> slot = slots.claim(partner.code(), SERVICE);
            if (slot.isPresent() || System.nanoTime() > end) {
                slots.withdraw(partner.code(), SERVICE, Purpose.PUBLICATION);
                return slot;
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }

    private List<Diagnosis> session(Partner partner, Slot slot) {
        List<Diagnosis> found = new ArrayList<>();
        try (slot) {
            try (RemoteFolder folder = Connection.open(credentials.inForce(partner), Timeouts.USUAL, slot)) {
                credentials.saw(partner, folder);
                found.add(Diagnosis.well(Domaine.CONNEXION, partner.describe(), "the session stood"));
                directories(partner, folder, found);
                slot.succeeded();
            } catch (ChannelException e) {
                slot.failed(String.valueOf(e.getMessage()));
                found.add(failed(partner, e));
            }
        }
        return found;
    }

    private static Diagnosis failed(Partner partner, ChannelException e) {
        String message = String.valueOf(e.getMessage());
        int cut = message.lastIndexOf("; ");
        return new Diagnosis(
                Domaine.CONNEXION,
                e.kind() == ChannelException.Kind.SLOT_LOST ? Diagnosis.Etat.NOTE : Diagnosis.Etat.URGENT,
                partner.describe(),
                e.kind() + ": " + (cut < 0 ? message : message.substring(0, cut)),
                cut < 0
                        ? "check host, port, login and key of omega.partenaires." + partner.code()
                        : message.substring(cut + 2),
                "3.1");
    }

    private void directories(Partner partner, RemoteFolder folder, List<Diagnosis> found) throws ChannelException {
        Partner.Directories names = partner.directories();
        Set<String> directories = new LinkedHashSet<>(
                List.of(names.publications(), names.fichierListe(), names.demandes(), names.compteRendus()));
        Instant newest = Instant.MIN;
        for (String directory : directories) {
            try {
                List<RemoteFile> files = folder.list(directory).files();
                newest = files.stream().map(RemoteFile::modified).reduce(newest, (a, b) -> a.isAfter(b) ? a : b);
                found.add(Diagnosis.well(Domaine.CONNEXION, partner.code() + ":" + directory, files.size() + " files"));
            } catch (ChannelException e) {
                if (e.kind().endsSession()) {
                    throw e;
                }
                found.add(Diagnosis.urgent(
                        Domaine.CONNEXION,
                        partner.code() + ":" + directory,
                        e.kind() + ": " + e.getMessage(),
                        "check omega.partenaires." + partner.code()
                                + ".repertoires.*, and ask GRDF for the names of your directories"));
            }
        }
        if (newest.isAfter(clock.instant().plus(AHEAD))) {
            found.add(Diagnosis.attention(
                    Domaine.HORLOGE,
                    partner.describe(),
                    "its newest file is of " + newest + ", which is in the future here",
                    "compare this machine's clock with a time server: it is behind, or OMEGA's is ahead"));
        }
    }
}
