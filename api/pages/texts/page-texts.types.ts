/** What the page of one kind of mailed link says. */
export interface FormTexts {
  readonly title: string;
  readonly intro: string;
  readonly submit: string;
  /** What to do about a link that the API refuses; stands after the API's own sentence. */
  readonly spent: string;
  readonly doneTitle: string;
  readonly done: string;
  /** The command that does the same. */
  readonly command: string;
}

/** What the pages say in one language. */
export interface PageTexts {
  readonly start: {
    readonly title: string;
    readonly what: string;
    readonly noConsole: string;
    readonly reference: string;
  };
  readonly form: {
    readonly name: string;
    readonly nameHelp: string;
    readonly password: string;
    readonly passwordRule: (leastCharacters: number) => string;
    readonly showPassword: string;
    readonly incomplete: string;
    readonly unanswered: string;
    /** `{}` stands for a number of seconds. */
    readonly wait: string;
    readonly noScript: string;
    readonly byCommand: string;
    readonly byApi: string;
  };
  readonly accept: FormTexts;
  readonly reset: FormTexts;
  readonly confirm: FormTexts;
}
