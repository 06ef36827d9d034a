/** Something that the person who typed the command can mend; its message is all that is shown. */
export class CliFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CliFault';
  }
}
