import { newPasswordSchema } from '../../contracts/auth.schema.ts';
import type { oneTimeLink } from '../auth/one-time-link.ts';
import { confirmEmail } from '../endpoints/auth/confirm-email.endpoint.ts';
import { logout } from '../endpoints/auth/logout.endpoint.ts';
import { register } from '../endpoints/auth/register.endpoint.ts';
import { resetPassword } from '../endpoints/auth/reset-password.endpoint.ts';
import type { Language } from '../http/language.ts';
import { type Html, html } from '../http/html.ts';
import { pageHtml } from './page-html.ts';
import { PAGE_TEXTS } from './page-texts.ts';
import type { FormTexts, PageTexts } from './texts/page-texts.types.ts';

/** The page of one kind of mailed link: which operation its form is posted to, and what it asks for. */
interface MailedLinkPage {
  readonly operation: string;
  /** Name of the token in the body of the operation. */
  readonly tokenMember: string;
  readonly fields: readonly ((texts: PageTexts) => Html)[];
  readonly textsOf: (texts: PageTexts) => FormTexts;
}

/** The pages that mailed links lead to, by their path: each has one, else this does not compile. */
export const MAILED_LINK_PAGES: Readonly<Record<Parameters<typeof oneTimeLink>[1], MailedLinkPage>> = {
  'accept-invitation': {
    operation: register.path,
    tokenMember: 'invitationToken',
    fields: [nameField, passwordField],
    textsOf: ({ accept }) => accept,
  },
  'reset-password': {
    operation: resetPassword.path,
    tokenMember: 'token',
    fields: [passwordField],
    textsOf: ({ reset }) => reset,
  },
  'confirm-email': {
    operation: confirmEmail.path,
    tokenMember: 'token',
    // Programs that look at the links of a mail press no button.
    fields: [],
    textsOf: ({ confirm }) => confirm,
  },
};

/**
 * The page of a mailed link, the same whether the token is good: it stands behind `#`, where no server sees it. All that
 * its script may have to say stands in it, in the language of the page. `publicUrl` is where one signs in afterwards.
 */
export function mailedLinkPage(page: MailedLinkPage, language: Language, publicUrl: string): string {
  const texts = PAGE_TEXTS[language];
  const { form } = texts;
  const own = page.textsOf(texts);
  return pageHtml({
    language,
    title: own.title,
    hasForm: true,
    body: html`      <section id="ask">
        <h1>${own.title}</h1>
        <noscript><p>${form.noScript} <code>evercall ${own.command}</code></p></noscript>
        <form method="post" novalidate hidden data-operation="${page.operation}" data-token-member="${page.tokenMember}"
          data-logout="${logout.path}" data-incomplete="${form.incomplete}" data-unanswered="${form.unanswered}"
          data-wait="${form.wait}" data-spent="${own.spent}">
          <p>${own.intro}</p>
${page.fields.map((field) => field(texts))}
          <button type="submit">${own.submit}</button>
        </form>
        <div id="problem" role="alert"></div>
      </section>
      <section id="done" tabindex="-1" aria-labelledby="done-title" hidden>
        <h1 id="done-title">${own.doneTitle}</h1>
        <p>${own.done}</p>
        <dl>
          <dt>${form.byCommand}</dt>
          <dd><code>evercall login name@example.com --api-url ${publicUrl}</code></dd>
          <dt>${form.byApi}</dt>
          <dd><code>POST ${publicUrl}/api/v1/auth/login</code></dd>
        </dl>
        <p>${texts.start.noConsole} <a href="/docs">${texts.start.reference}</a></p>
      </section>`,
  });
}

function nameField({ form }: PageTexts): Html {
  return html`          <label for="displayName">${form.name}</label>
          <input id="displayName" name="displayName" autocomplete="name" required aria-describedby="displayName-help displayName-fault">
          <p id="displayName-help" class="help">${form.nameHelp}</p>
          <p id="displayName-fault" class="fault"></p>`;
}

function passwordField({ form }: PageTexts): Html {
  return html`          <label for="password">${form.password}</label>
          <input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="password-help password-fault">
          <p id="password-help" class="help">${form.passwordRule(newPasswordSchema.minLength ?? 0)}</p>
          <p id="password-fault" class="fault"></p>
          <label class="choice"><input id="show" type="checkbox" aria-controls="password">${form.showPassword}</label>`;
}
