import type { Messages } from './message.types.ts';

/** Problems in Czech, by code. */
export const CS: Messages = {
  'api_key.not_found': ['Takový klíč API neexistuje.', 'Klíče vypíše GET /api/v1/api-keys.'],
  'attempt.not_found': ['Takový pokus neexistuje.', 'Pokusy vypíše GET /api/v1/attempts.'],
  'attempt.not_in_review': [
    'Pokus nečeká na posouzení.',
    'Na člověka čeká jen pokus ve stavu `review`; načtěte jej znovu.',
  ],
  'auth.bad_credentials': [
    'E-mailová adresa nebo heslo není správně.',
    'Zkontrolujte obojí a zkuste to znovu; po několika chybách počkejte podle hlavičky Retry-After.',
  ],
  'auth.bad_signature': [
    'Podpis webhooku nesouhlasí.',
    'Zkontrolujte token účtu operátora a to, že veřejná adresa je přesně ta, kterou operátor volá.',
  ],
  'auth.csrf_failed': [
    'Požadavek nepřichází z našich stránek.',
    'Se session cookie potřebuje každá změna CSRF token z přihlášení v `X-CSRF-Token` a náš vlastní origin.',
  ],
  'auth.forbidden': ['Vaše role to nedovoluje.', 'Obraťte se na správce své organizace.'],
  'auth.refresh_refused': [
    'Obnovovací token není platný.',
    'Přihlaste se znovu. Obnovovací token platí jednou; použití starého ukončí relaci.',
  ],
  'auth.registration_closed': [
    'Tato instalace organizace neregistruje.',
    'Obraťte se na jejího provozovatele; pozvánku lze přijmout i tak.',
  ],
  'auth.required': [
    'Tato operace potřebuje přístupový token nebo klíč API.',
    'Pošlete `Authorization: Bearer <token>` s tokenem z POST /api/v1/auth/login, nebo klíč API.',
  ],
  'auth.scope_missing': [
    'Klíč API nemá oprávnění k této operaci.',
    'Oprávnění každé operace uvádí dokumentace API; vytvořte klíč, který je má.',
  ],
  'auth.throttled': ['Příliš mnoho pokusů.', 'Počkejte dobu z hlavičky Retry-After.'],
  'auth.token_not_valid': [
    'Token z e-mailu už neplatí.',
    'Platí jednou a po omezenou dobu; vyžádejte si nový e-mail.',
  ],
  'breaker.not_found': ['Takový jistič neexistuje.', 'Jističe vypíše GET /api/v1/circuit-breakers.'],
  'call.not_found': ['Takový hovor neexistuje.', 'Hovory vypíše GET /api/v1/calls.'],
  'call_list.name_taken': [
    'Seznam k volání s tímto názvem už existuje.',
    'Zvolte jiný název, nebo použijte existující seznam.',
  ],
  'call_list.not_found': ['Takový seznam k volání neexistuje.', 'Seznamy vypíše GET /api/v1/call-lists.'],
  'callback.already_calling': [
    'Zpětné volání právě probíhá.',
    'Načtěte je znovu; nemá-li pokračovat, ukončete sám hovor.',
  ],
  'callback.already_finished': [
    'Zpětné volání už skončilo.',
    'Naplánujte další pomocí POST /api/v1/callbacks.',
  ],
  'callback.not_found': ['Takové zpětné volání neexistuje.', 'Zpětná volání vypíše GET /api/v1/callbacks.'],
  'campaign.already_finished': ['Kampaň skončila.', 'Chcete-li ji spustit znovu, zkopírujte ji.'],
  'campaign.not_found': [
    'Taková kampaň neexistuje.',
    'Kampaně vaší organizace vypíše GET /api/v1/campaigns.',
  ],
  'campaign.not_running': ['Kampaň neběží.', 'Nejprve ji spusťte pomocí POST /api/v1/campaigns/{id}/start.'],
  'campaign.not_startable': [
    'Kampaň v této podobě nelze spustit.',
    'Chyby uvádějí, co chybí: publikovaný scénář, číslo volajícího, seznam s kontakty.',
  ],
  'carrier.ambiguous': [
    'Operátor nesdělil, zda hovor uskutečnil.',
    'Znovu se nic nevytáčí; pokus se s operátorem vyjasní sám.',
  ],
  'carrier.rate_limited': [
    'Operátor žádá, abychom zpomalili.',
    'Pokus se naplánuje znovu; snižte počet hovorů za sekundu na účtu operátora.',
  ],
  'carrier.rejected': ['Operátor požadavek odmítl.', 'Kód operátora je v záznamu hovoru.'],
  'carrier.unavailable': [
    'Operátor není dostupný.',
    'Zkouší se to znovu; podívejte se na stavovou stránku operátora.',
  ],
  'carrier_account.not_found': [
    'Takový účet operátora neexistuje.',
    'Uveďte účet své organizace; používané ukazuje GET /api/v1/phone-numbers.',
  ],
  'contact.not_found': ['Takový kontakt neexistuje.', 'Kontakty vypíše GET /api/v1/contacts.'],
  'flow.import_unknown': [
    'Dokument není scénář, který lze importovat.',
    'Pošlete export z této platformy, dokument scénáře nebo definici Twilio Studio, v níž může začít hovor.',
  ],
  'flow.in_use': [
    'Scénář se používá.',
    'Chyby uvádějí kampaně, čísla a zpětná volání, která jej používají; nejprve je ukončete nebo změňte.',
  ],
  'flow.not_found': ['Takový scénář neexistuje.', 'Scénáře vypíše GET /api/v1/ivr/flows.'],
  'flow.not_valid': ['Scénář není platný.', 'Každá chyba je uvedena se svým ukazatelem JSON.'],
  'flow.suite_not_found': [
    'Taková sada zkoušek neexistuje.',
    'Sady scénáře vypíše GET /api/v1/ivr/flows/{id}/suites.',
  ],
  'flow.suites_failed': [
    'Sady zkoušek scénáře neprošly.',
    'Chyby uvádějí každý případ a to, co nebylo podle očekávání; scénář, který sady vyžaduje, potřebuje alespoň jednu.',
  ],
  'flow.too_many_suites': [
    'Scénář už má nejvyšší možný počet sad.',
    'Uložte zkušební hovory do některé ze stávajících sad.',
  ],
  'flow.version_not_found': [
    'Scénář takovou verzi nemá.',
    'Verze vypíše GET /api/v1/ivr/flows/{id}/versions.',
  ],
  'idempotency.in_flight': [
    'Požadavek s tímto Idempotency-Key ještě běží.',
    'Opakujte jej po době z hlavičky Retry-After; odpověď bude stejná.',
  ],
  'idempotency.other_body': [
    'Tento Idempotency-Key byl použit s jiným požadavkem.',
    'Pro každý nový požadavek použijte nový klíč.',
  ],
  'import.empty_file': [
    'Soubor je prázdný.',
    'Importujte soubor CSV, jehož první řádek pojmenovává sloupce.',
  ],
  'import.file_missing': [
    'Soubor importu už není k dispozici.',
    'Nahrajte jej znovu; co bylo importováno, zůstává.',
  ],
  'import.header_not_valid': [
    'Záhlaví souboru není platné.',
    'Řádek 1 importu uvádí všechny chybějící a neznámé sloupce; povinný je jen sloupec phone.',
  ],
  'import.not_found': ['Takový import neexistuje.', 'Jeho id je v odpovědi POST /api/v1/contacts/import.'],
  'import.not_text': [
    'Soubor není text CSV.',
    'Pošlete CSV jako multipart/form-data s částí `file`, nebo jako text/csv.',
  ],
  'internal.unexpected': ['Na naší straně se něco nezdařilo.', 'Sdělte nám id požadavku.'],
  'mail.unavailable': [
    'Poštovní server zprávu nepřijal.',
    'Lze ji poslat znovu; zkontrolujte SMTP_URL a poštovní server.',
  ],
  'notification.not_found': [
    'Takové oznámení nemáte.',
    'Svá oznámení vypíšete pomocí GET /api/v1/notifications.',
  ],
  'organization.not_found': [
    'Taková organizace neexistuje.',
    'Provozovatelé je vypíší pomocí GET /api/v1/organizations.',
  ],
  'organization.ref_taken': [
    'Organizace s touto značkou už existuje.',
    'Zvolte jinou značku, nebo ji vynechte.',
  ],
  'phone_number.busy': [
    'Číslo se právě připojuje nebo odpojuje.',
    'Opakujte požadavek po době z hlavičky Retry-After.',
  ],
  'phone_number.in_use': [
    'Z tohoto čísla volá kampaň, která ještě neskončila.',
    'Zrušte nebo dokončete tyto kampaně, nebo jim dejte jiné číslo.',
  ],
  'phone_number.no_voice': ['Číslo nemůže přijímat hovory.', 'Zvolte číslo s hlasovou službou.'],
  'phone_number.not_at_carrier': [
    'Účet operátora takové číslo nemá.',
    'Kupte je, nebo uveďte účet, který je má; co je k dispozici, ukáže POST /api/v1/phone-numbers/sync.',
  ],
  'phone_number.not_found': ['Takové číslo neexistuje.', 'Čísla vypíše GET /api/v1/phone-numbers.'],
  'provider_key.in_use': [
    'Tento klíč potřebují probíhající hovory.',
    'Počkejte, až hovory tohoto účtu skončí, nebo klíč místo zrušení vyměňte.',
  ],
  'provider_key.label_taken': [
    'Klíč tohoto poskytovatele s tímto označením už existuje.',
    'Zvolte jiné označení, nebo vyměňte existující klíč.',
  ],
  'provider_key.not_found': [
    'Takový klíč poskytovatele neexistuje.',
    'Klíče vypíše GET /api/v1/provider-keys.',
  ],
  'provider_key.rehearsal': [
    'Skutečného operátora nelze použít, dokud čas pravidel není skutečným časem.',
    'V této databázi proběhla ukázka nebo zkouška; pro skutečné hovory použijte jinou.',
  ],
  'provider_key.rejected': [
    'Poskytovatel tento klíč nepřijímá.',
    'Zkopírujte klíč znovu a ověřte, že je aktivní; nic se neuložilo.',
  ],
  'recording.no_audio': [
    'Zvuk této nahrávky není.',
    'Operátor jej nemá, nebo jej nešlo stáhnout; napoví stav nahrávky.',
  ],
  'recording.not_found': [
    'Taková nahrávka neexistuje.',
    'Nahrávky vypíše GET /api/v1/recordings; smazaná je pryč.',
  ],
  'recording.not_ready': [
    'Zvuk nahrávky tu ještě není.',
    'Opakujte požadavek po době z hlavičky Retry-After.',
  ],
  'recording.not_transcribed': [
    'O přepis této nahrávky nikdo nepožádal.',
    'Přepisují se jen hlasové zprávy.',
  ],
  'recording.range_not_satisfiable': [
    'Nahrávka takové bajty nemá.',
    'Kolik jich má, uvádí hlavička Content-Range.',
  ],
  'request.bad_cursor': [
    'Kurzor na tento seznam nenavazuje.',
    'Kurzor patří k seznamu, pořadí a filtrům, s nimiž přišel; začněte znovu bez něj.',
  ],
  'request.bad_form': ['Tělo formuláře nelze přečíst.', 'Pošlete application/x-www-form-urlencoded v UTF-8.'],
  'request.bad_json': ['Tělo není platný JSON.', 'Pošlete JSON v UTF-8 s Content-Type application/json.'],
  'request.method_not_allowed': ['Tato adresa tuto metodu nezná.', 'Metody uvádí hlavička Allow.'],
  'request.not_found': ['Na této adrese nic není.', 'Podívejte se do dokumentace API na /docs.'],
  'request.not_valid': ['Požadavek není platný.', 'Každá chyba je uvedena se svým ukazatelem JSON.'],
  'request.precondition_failed': [
    'Mezitím to někdo změnil.',
    'Načtěte to znovu a pošlete nový ETag v If-Match.',
  ],
  'request.precondition_required': [
    'Chybí If-Match.',
    'Pošlete v If-Match načtený ETag, aby se žádná změna nepřepsala nevědomky.',
  ],
  'request.throttled': [
    'Příliš mnoho požadavků.',
    'Počkejte dobu z hlavičky Retry-After; kolik zbývá, říká RateLimit.',
  ],
  'request.too_large': ['Tělo je příliš velké.', 'Mez uvádí dokumentace API.'],
  'request.unsupported_media': [
    'Tento typ obsahu se zde nepřijímá.',
    'Typy každé operace uvádí dokumentace API.',
  ],
  'secret.unreadable': [
    'Uložené tajemství nelze otevřít.',
    'Spusťte všechny procesy s EVERCALL_KEK, pod kterým bylo uloženo, nebo jej při výměně klíčů předejte jako EVERCALL_KEK_PREVIOUS.',
  ],
  'service.unavailable': [
    'Potřebná část teď není dostupná.',
    'Zkuste to znovu po době z hlavičky Retry-After.',
  ],
  'session.not_found': ['Taková relace neexistuje.', 'Relace vypíše GET /api/v1/users/{id}/sessions.'],
  'trace.not_found': [
    'Takový záznam trasy neexistuje.',
    'Část tras se uchovává nejvýše den; vypíše je GET /api/v1/apm/traces.',
  ],
  'user.exists': [
    'Tato e-mailová adresa patří uživateli vaší organizace.',
    'Změňte jej pomocí PUT /api/v1/users/{id}.',
  ],
  'user.invited': [
    'Pozvánka ještě nebyla přijata.',
    'Pozvěte znovu se změněnými údaji, nebo pozvánku smažte.',
  ],
  'user.last_admin': ['Je to poslední správce organizace.', 'Nejprve jmenujte jiného správce.'],
  'user.not_found': ['Takový uživatel neexistuje.', 'Uživatele vypíše GET /api/v1/users.'],
  'voicemail.not_callable': [
    'Na tuto hlasovou zprávu nelze zavolat zpět.',
    'Chybí číslo volajícího, na které se smí volat, naše číslo, nebo publikovaný scénář.',
  ],
  'voicemail.not_found': [
    'Taková hlasová zpráva neexistuje.',
    'Hlasové zprávy vypíše GET /api/v1/voicemail.',
  ],
  'webhook.unknown_call': [
    'K tomuto webhooku nepatří žádný hovor.',
    'Organizace, pokus nebo klíč v adrese nejsou známy; nic se neuložilo.',
  ],
  'webhook_delivery.not_found': [
    'Takové doručení neexistuje.',
    'Doručení vypíše GET /api/v1/webhooks/{id}/deliveries; ukončená se uchovávají 30 dní.',
  ],
  'webhook_delivery.pending': [
    'Doručení je ještě na cestě.',
    'Jeho rozvrh říká, kdy se zkusí znovu; po skončení je můžete poslat znovu.',
  ],
  'webhook_endpoint.disabled': [
    'Webhook je vypnutý.',
    'Zapněte jej pomocí PUT /api/v1/webhooks/{id} s isEnabled true; důvod je v disabledReason.',
  ],
  'webhook_endpoint.limit_reached': [
    'Organizace už má nejvyšší možný počet webhooků.',
    'Smažte nepotřebný, nebo nechte jeden odebírat více událostí.',
  ],
  'webhook_endpoint.not_found': ['Takový webhook neexistuje.', 'Webhooky vypíše GET /api/v1/webhooks.'],
  'webhook_endpoint.url_refused': [
    'Na tuto adresu nelze posílat zprávy.',
    'Použijte https na portu 443 veřejného serveru, bez přihlašovacích údajů v URL.',
  ],
};
