const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room',
  EDQUOT: 'the disk is full; make room',
  EACCES: 'it may not be written; look at who owns it',
  EPERM: 'it may not be written; look at who owns it',
  EROFS: 'the disk is mounted for reading only',
  EEXIST: 'there is a file of that name; move it away',
  ENOTDIR: 'there is a file of that name; move it away',
};

/** Why something could not be written, and what to do, without paths of this machine. */
export function whyUnwritten(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WHY[code] ?? message;
}
