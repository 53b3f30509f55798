package omega.calendar;

/** The three channels of exchange (§1.2). {@code FTP} stands for FTPS and SFTP, as in the guide. */
public enum Canal {
    PORTAIL,
    FTP,
    WS
}
