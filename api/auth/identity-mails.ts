type Language = 'en' | 'es' | 'cs';

/** A mail without its recipient. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

interface MailFacts {
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
    subject: `Invitation to ${organization}`,
    text: lines(
      `You have been invited to ${organization} on Evercall.`,
      'Open this link within seven days to choose your password:',
      link,
    ),
  }),
  es: ({ organization, link }) => ({
    subject: `Invitación a ${organization}`,
    text: lines(
      `Le han invitado a ${organization} en Evercall.`,
      'Abra este enlace en el plazo de siete días para elegir su contraseña:',
      link,
    ),
  }),
  cs: ({ organization, link }) => ({
    subject: `Pozvánka do organizace ${organization}`,
    text: lines(
      `Byli jste pozváni do organizace ${organization} v Evercallu.`,
      'Do sedmi dnů si na tomto odkazu zvolíte heslo:',
      link,
    ),
  }),
};

const WELCOME: Texts = {
  en: ({ organization, link }) => ({
    subject: `${organization} is ready`,
    text: lines(
      `The organization ${organization} was registered with this address.`,
      link,
      '',
      'If it was not you, you need not do anything.',
    ),
  }),
  es: ({ organization, link }) => ({
    subject: `${organization} está lista`,
    text: lines(
      `La organización ${organization} se ha registrado con esta dirección.`,
      link,
      '',
      'Si no ha sido usted, no tiene que hacer nada.',
    ),
  }),
  cs: ({ organization, link }) => ({
    subject: `Organizace ${organization} je připravena`,
    text: lines(
      `Organizace ${organization} byla zaregistrována s touto adresou.`,
      link,
      '',
      'Pokud jste to nebyli vy, nemusíte nic dělat.',
    ),
  }),
};

const MAILS = { passwordReset: PASSWORD_RESET, invitation: INVITATION, welcome: WELCOME } as const;

/** A mail of signing in, in a language of people. */
export function identityMail(
  kind: keyof typeof MAILS,
  { language, ...facts }: MailFacts & { language: Language },
): MailText {
  return MAILS[kind][language](facts);
}
