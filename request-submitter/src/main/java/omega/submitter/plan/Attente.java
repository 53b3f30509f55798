package omega.submitter.plan;

/** Why a request does not go today. */
public enum Attente {
    /** It does. */
    AUCUNE("it goes today"),
    /** No deposit of today would arrive in open hours and by the cut-off. */
    FERME("no deposit can arrive today any more: outside the advised hours, or too near to 18:50"),
    QUOTA("what the quota leaves before its day goes to requests before it"),
    HORIZON("the quotas of all days looked ahead go to requests before it");

    private final String meaning;

    Attente(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
