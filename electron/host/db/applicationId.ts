/** 'RMNT' in the file's header: `file remnant.sqlite` names it, and another program's database is recognised. */
export const APPLICATION_ID = 0x524d4e54;
