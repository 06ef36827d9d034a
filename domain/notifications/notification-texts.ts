import type { NotificationKind } from '../../contracts/notification.ts';

/** Languages of people. */
export type Language = 'en' | 'es' | 'cs';

/** Title and body; `{name}` stands for a member of the notification's data. */
export interface NotificationText {
  title: string;
  body: string;
}

/** What a notification of each kind says, in each language. */
export const NOTIFICATION_TEXTS: Readonly<
  Record<NotificationKind, Readonly<Record<Language, NotificationText>>>
> = {
  'campaign.finished': {
    en: { title: 'Campaign finished', body: 'The campaign “{name}” has ended: {state}.' },
    es: { title: 'Campaña terminada', body: 'La campaña «{name}» ha terminado: {state}.' },
    cs: { title: 'Kampaň skončila', body: 'Kampaň „{name}“ skončila: {state}.' },
  },
  'import.failed': {
    en: { title: 'Import failed', body: 'The import of “{fileName}” stopped: {errorCode}.' },
    es: { title: 'Importación fallida', body: 'La importación de «{fileName}» se ha detenido: {errorCode}.' },
    cs: { title: 'Import selhal', body: 'Import souboru „{fileName}“ se zastavil: {errorCode}.' },
  },
  'incident.review': {
    en: {
      title: 'An incident needs a person',
      body: 'Nobody can tell by itself what became of a call ({kind}). Its number is not called until somebody decides.',
    },
    es: {
      title: 'Un incidente necesita a una persona',
      body: 'No se puede saber qué pasó con una llamada ({kind}). No se vuelve a llamar a ese número hasta que alguien decida.',
    },
    cs: {
      title: 'Incident čeká na člověka',
      body: 'O jednom hovoru nelze zjistit, jak dopadl ({kind}). Dokud někdo nerozhodne, na to číslo se nevolá.',
    },
  },
  'provider_key.invalid': {
    en: { title: 'A key is not accepted any more', body: '{provider} refuses the key “{label}”.' },
    es: { title: 'Una clave ya no es válida', body: '{provider} rechaza la clave «{label}».' },
    cs: { title: 'Klíč už neplatí', body: '{provider} odmítá klíč „{label}“.' },
  },
  'webhook_endpoint.disabled': {
    en: { title: 'A webhook is disabled', body: 'Nothing is sent to {host} any more: {reason}.' },
    es: { title: 'Webhook desactivado', body: 'Ya no se envía nada a {host}: {reason}.' },
    cs: { title: 'Webhook je vypnutý', body: 'Na {host} se už nic neposílá: {reason}.' },
  },
};

/** The text of a kind in one language; a member that is no text is left empty. */
export function notificationText(
  kind: NotificationKind,
  language: Language,
  data: Readonly<Record<string, unknown>>,
): NotificationText {
  const { title, body } = NOTIFICATION_TEXTS[kind][language];
  // In one pass, so that nothing in a value is taken for a name.
  const filled = body.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = data[name];
    return typeof value === 'string' ? value : '';
  });
  return { title, body: filled };
}
