type Language = 'en' | 'es' | 'cs';

/** A mail without its recipient. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

interface MailFacts {
  /** As whoever made the organization chose it, who may send it to anybody by this; the texts get it quoted. */
  readonly organization: string;
  readonly link: string;
}

type Texts = Readonly<Record<Language, (facts: MailFacts) => MailText>>;

const lines = (...text: readonly string[]): string => text.join('\n');

const PASSWORD_RESET: Texts = {
  en: ({ organization, link }) => ({
    subject: 'Set a new password',
    text: lines(
      `Somebody asked for a new password of your account at ${organization}.`,
      'Open this link within one hour to set it:',
      link,
      '',
      'If it was not you, do nothing: your password stays as it is.',
    ),
  }),
  es: ({ organization, link }) => ({
    subject: 'Establezca una contraseña nueva',
    text: lines(
      `Alguien ha pedido una contraseña nueva para su cuenta en ${organization}.`,
      'Abra este enlace en el plazo de una hora para establecerla:',
      link,
      '',
      'Si no ha sido usted, no haga nada: su contraseña no cambia.',
    ),
  }),
  cs: ({ organization, link }) => ({
    subject: 'Nastavte si nové heslo',
    text: lines(
      `Někdo požádal o nové heslo k vašemu účtu v organizaci ${organization}.`,
      'Do jedné hodiny je nastavíte na tomto odkazu:',
      link,
      '',
      'Pokud jste to nebyli vy, nedělejte nic: heslo zůstává, jaké bylo.',
    ),
  }),
};

const INVITATION: Texts = {
  en: ({ organization, link }) => ({
    subject: 'Invitation to Evercall',
    text: lines(
      `You have been invited to an organization on Evercall that calls itself ${organization}.`,
      'Open this link within seven days to choose your password:',
      link,
      '',
      'If you did not expect it, you need not do anything.',
    ),
  }),
  es: ({ organization, link }) => ({
    subject: 'Invitación a Evercall',
    text: lines(
      `Le han invitado a una organización de Evercall que se llama ${organization}.`,
      'Abra este enlace en el plazo de siete días para elegir su contraseña:',
      link,
      '',
      'Si no la esperaba, no tiene que hacer nada.',
    ),
  }),
  cs: ({ organization, link }) => ({
    subject: 'Pozvánka do Evercallu',
    text: lines(
      `Byli jste pozváni do organizace v Evercallu, která si říká ${organization}.`,
      'Do sedmi dnů si na tomto odkazu zvolíte heslo:',
      link,
      '',
      'Pokud jste ji nečekali, nemusíte nic dělat.',
    ),
  }),
};

const WELCOME: Texts = {
  en: ({ organization, link }) => ({
    subject: 'Confirm your address for Evercall',
    text: lines(
      `An organization that calls itself ${organization} was registered on Evercall with this address.`,
      'If it was you, open this link within seven days to confirm the address:',
      link,
      '',
      'If it was not you, do nothing and do not open the link.',
    ),
  }),
  es: ({ organization, link }) => ({
    subject: 'Confirme su dirección en Evercall',
    text: lines(
      `Una organización que se llama ${organization} se ha registrado en Evercall con esta dirección.`,
      'Si ha sido usted, abra este enlace en el plazo de siete días para confirmar la dirección:',
      link,
      '',
      'Si no ha sido usted, no haga nada y no abra el enlace.',
    ),
  }),
  cs: ({ organization, link }) => ({
    subject: 'Potvrďte svou adresu v Evercallu',
    text: lines(
      `S touto adresou byla v Evercallu zaregistrována organizace, která si říká ${organization}.`,
      'Pokud jste to byli vy, do sedmi dnů potvrďte adresu na tomto odkazu:',
      link,
      '',
      'Pokud jste to nebyli vy, nedělejte nic a odkaz neotvírejte.',
    ),
  }),
};

const MAILS = { passwordReset: PASSWORD_RESET, invitation: INVITATION, welcome: WELCOME } as const;

/** Characters of an organization's name that a mail shows. */
const NAME_LENGTH = 60;

/** What a mail program makes a link of when no space follows: a dot of any script, a colon, slashes, an at sign. */
const LINKING = /[.:/\\@\u2024\u3002\uFE52\uFF0E\uFF1A\uFF0F\uFF20\uFF61]+(?=\S)/gu;

/** Quotation marks of a language; those inside a name are taken out, so that its end is seen. */
const QUOTES: Readonly<Record<Language, readonly [open: string, close: string]>> = {
  en: ['“', '”'],
  es: ['«', '»'],
  cs: ['„', '“'],
};

/** A name that somebody unknown chose: in quotes, of 60 characters at most, with nothing in it that becomes a link. */
function quotedName(name: string, language: Language): string {
  const [open, close] = QUOTES[language];
  const plain = name.replaceAll(/["“”„‟«»]/gu, '').replaceAll(LINKING, ' ');
  const letters = Array.from(plain.trim());
  const shown =
    letters.length > NAME_LENGTH ? `${letters.slice(0, NAME_LENGTH - 1).join('')}…` : letters.join('');
  return `${open}${shown}${close}`;
}

/** A mail of signing in, in a language of people. No subject has anything that somebody unknown chose. */
export function identityMail(
  kind: keyof typeof MAILS,
  { language, organization, link }: MailFacts & { language: Language },
): MailText {
  return MAILS[kind][language]({ organization: quotedName(organization, language), link });
}
