import type { PageTexts } from './page-texts.types.ts';

/** The pages in Czech. */
export const CS: PageTexts = {
  start: {
    title: 'Telefonní hovory přes API',
    what: 'Evercall volá a přijímá telefonní hovory za organizace; toto je jeho API.',
    noConsole: 'Webová konzole zatím není: API se používá z programů a z příkazové řádky.',
    reference: 'Dokumentace API',
  },
  form: {
    name: 'Jméno',
    nameHelp: 'Jak vás znají kolegové.',
    password: 'Nové heslo',
    passwordRule: (least) => `Alespoň ${least} znaků, jakýchkoli; několik slov se dobře pamatuje.`,
    showPassword: 'Zobrazit heslo',
    incomplete: 'Odkaz není celý: končí na #token= a mnoho znaků. Otevřete jej z e-mailu.',
    unanswered:
      'Odpověď nepřišla. Zkuste to znovu; pokud už odkaz platí za použitý, heslo je nastaveno a můžete se přihlásit.',
    wait: 'Zkuste to znovu za {} s.',
    noScript: 'Tato stránka potřebuje JavaScript. Totéž udělá příkazová řádka:',
    byCommand: 'Z příkazové řádky',
    byApi: 'Přes API',
  },
  accept: {
    title: 'Přijměte pozvánku',
    intro: 'Uveďte jméno a zvolte si heslo; tím získáte účet.',
    submit: 'Vytvořit účet',
    spent:
      'Odkaz platí jednou a do sedmi dnů. Pokud jste jej už použili, přihlaste se; jinak požádejte toho, kdo vás pozval, o nový.',
    doneTitle: 'Váš účet je připraven',
    done: 'Teď se přihlaste svou e-mailovou adresou a heslem.',
    command: 'accept LINK --name NAME',
  },
  reset: {
    title: 'Nastavte si nové heslo',
    intro: 'Zvolte si nové heslo. Kdo je přihlášen se starým, bude odhlášen.',
    submit: 'Nastavit heslo',
    spent:
      'Odkaz platí jednou a do jedné hodiny. Pokud jste jej už použili, přihlaste se novým heslem; jinak požádejte o nový e-mail.',
    doneTitle: 'Nové heslo je nastaveno',
    done: 'Všechny relace účtu skončily. Teď se přihlaste svou e-mailovou adresou a novým heslem.',
    command: 'reset LINK',
  },
  confirm: {
    title: 'Potvrďte svou adresu',
    intro: 'Pokud jste s touto adresou zaregistrovali organizaci, potvrďte, že je vaše.',
    submit: 'Potvrdit adresu',
    spent: 'Odkaz platí sedm dní. Adresu potvrdí i nastavení nového hesla přes e-mail.',
    doneTitle: 'Vaše adresa je potvrzena',
    done: 'Teď se přihlaste svou e-mailovou adresou a heslem.',
    command: 'confirm LINK',
  },
};
