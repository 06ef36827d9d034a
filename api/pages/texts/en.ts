import type { PageTexts } from './page-texts.types.ts';

/** The pages in English. */
export const EN: PageTexts = {
  start: {
    title: 'Telephone calls by API',
    what: 'Evercall makes and takes telephone calls for organizations; this is its API.',
    noConsole: 'There is no web console yet: programs and the command line use the API.',
    reference: 'The API reference',
  },
  form: {
    name: 'Name',
    nameHelp: 'As your colleagues know you.',
    password: 'New password',
    passwordRule: (least) =>
      `At least ${least} characters, whichever you like; several words are easy to remember.`,
    showPassword: 'Show the password',
    incomplete: 'This link is not whole: it ends with #token= and many characters. Open it from the mail.',
    unanswered:
      'No answer came. Try again; if the link counts as used by then, the password is set, and you can sign in.',
    wait: 'Try again in {} s.',
    noScript: 'This page needs JavaScript. The command line does the same:',
    byCommand: 'With the command line',
    byApi: 'With the API',
  },
  accept: {
    title: 'Take the invitation',
    intro: 'Give your name and choose a password; then you have an account.',
    submit: 'Make the account',
    spent:
      'The link works once, within seven days. If you have used it, sign in; else ask whoever invited you for a new one.',
    doneTitle: 'Your account is ready',
    done: 'Now sign in with your e-mail address and the password.',
    command: 'accept LINK --name NAME',
  },
  reset: {
    title: 'Set a new password',
    intro: 'Choose a new password. Whoever is signed in with the old one is signed out.',
    submit: 'Set the password',
    spent:
      'The link works once, within one hour. If you have used it, sign in with the new password; else ask for a new mail.',
    doneTitle: 'The new password is set',
    done: 'Every session of the account has ended. Now sign in with your e-mail address and the new password.',
    command: 'reset LINK',
  },
  confirm: {
    title: 'Confirm your address',
    intro: 'If you have registered an organization with this address, confirm that it is yours.',
    submit: 'Confirm the address',
    spent: 'The link works for seven days. Setting a new password by mail confirms the address too.',
    doneTitle: 'Your address is confirmed',
    done: 'Now sign in with your e-mail address and your password.',
    command: 'confirm LINK',
  },
};
