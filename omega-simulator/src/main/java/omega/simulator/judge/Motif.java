package omega.simulator.judge;

import omega.catalogue.Catalogue;
import omega.catalogue.CodeList;

/** Why level 1 refuses: a file (F), or a line (L). The codes are those of the pack's {@code motif_refus}. */
enum Motif {
    F01,
    F02,
    F03,
    F04,
    F05,
    F06,
    F07,
    F08,
    L01,
    L02,
    L03,
    L04,
    L05;

    /** The pack's words for it; none where the pack has no such code. */
    String label(Catalogue catalogue) {
        CodeList list = catalogue.codes().get("motif_refus");
        return list == null
                ? ""
                : list.codes().stream()
                        .filter(each -> each.code().equals(name()))
                        .map(CodeList.Code::label)
                        .findFirst()
                        .orElse("");
    }
}
