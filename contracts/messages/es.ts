import type { Messages } from './message.types.ts';

/** Problems in Spanish, by code. */
export const ES: Messages = {
  'api_key.not_found': ['No existe esa clave de API.', 'Consulte las claves con GET /api/v1/api-keys.'],
  'attempt.not_found': ['No existe ese intento.', 'Consulte los intentos con GET /api/v1/attempts.'],
  'attempt.not_in_review': [
    'El intento no está en revisión.',
    'Solo un intento en estado `review` espera a una persona; léalo de nuevo.',
  ],
  'auth.bad_credentials': [
    'La dirección de correo o la contraseña es incorrecta.',
    'Revise ambas e inténtelo de nuevo; tras varios fallos espere lo que indica la cabecera Retry-After.',
  ],
  'auth.bad_signature': [
    'La firma del webhook no coincide.',
    'Revise el token de la cuenta del operador y que la URL pública sea exactamente la que este llama.',
  ],
  'auth.csrf_failed': [
    'La petición no procede de nuestras páginas.',
    'Con una cookie de sesión, cada cambio necesita el token CSRF del inicio de sesión en `X-CSRF-Token` y nuestro propio origen.',
  ],
  'auth.forbidden': ['Su rol no permite esta operación.', 'Pregunte a un administrador de su organización.'],
  'auth.refresh_refused': [
    'El token de renovación no es válido.',
    'Inicie sesión de nuevo. Un token de renovación sirve una vez; usar uno antiguo termina la sesión.',
  ],
  'auth.registration_closed': [
    'Esta instalación no registra organizaciones.',
    'Pregunte a quien la gestiona; aun así se puede aceptar una invitación.',
  ],
  'auth.required': [
    'Esta operación necesita un token de acceso o una clave de API.',
    'Envíe `Authorization: Bearer <token>` con un token de POST /api/v1/auth/login, o una clave de API.',
  ],
  'auth.scope_missing': [
    'La clave de API no tiene el ámbito de esta operación.',
    'La referencia de la API indica el ámbito de cada operación; cree una clave que lo tenga.',
  ],
  'auth.throttled': ['Demasiados intentos.', 'Espere el tiempo de la cabecera Retry-After.'],
  'auth.token_not_valid': [
    'El token del correo ya no es válido.',
    'Sirve una vez y durante un tiempo limitado; pida otro correo.',
  ],
  'breaker.not_found': ['No existe ese cortacircuitos.', 'Consúltelos con GET /api/v1/circuit-breakers.'],
  'call.not_found': ['No existe esa llamada.', 'Consulte las llamadas con GET /api/v1/calls.'],
  'call_list.name_taken': [
    'Ya hay una lista de llamadas con ese nombre.',
    'Elija otro nombre o use la lista que existe.',
  ],
  'call_list.not_found': [
    'No existe esa lista de llamadas.',
    'Consulte las listas con GET /api/v1/call-lists.',
  ],
  'callback.already_calling': [
    'La devolución de llamada se está haciendo ahora.',
    'Léala de nuevo; termine la llamada misma si no debe continuar.',
  ],
  'callback.already_finished': [
    'La devolución de llamada ha terminado.',
    'Programe otra con POST /api/v1/callbacks.',
  ],
  'callback.not_found': ['No existe esa devolución de llamada.', 'Consúltelas con GET /api/v1/callbacks.'],
  'campaign.already_finished': ['La campaña ha terminado.', 'Duplíquela para ejecutarla de nuevo.'],
  'campaign.not_found': [
    'No existe esa campaña.',
    'Consulte las campañas de su organización con GET /api/v1/campaigns.',
  ],
  'campaign.not_running': [
    'La campaña no está en marcha.',
    'Iníciela antes con POST /api/v1/campaigns/{id}/start.',
  ],
  'campaign.not_startable': [
    'La campaña no puede iniciarse tal como está.',
    'Los errores indican qué falta: un flujo publicado, un número de origen, una lista con contactos.',
  ],
  'carrier.ambiguous': [
    'El operador no dijo si la llamada se realizó.',
    'No se marca nada de nuevo; el intento se aclara con el operador por sí solo.',
  ],
  'carrier.rate_limited': [
    'El operador nos pide ir más despacio.',
    'El intento se planifica de nuevo; reduzca las llamadas por segundo de la cuenta del operador.',
  ],
  'carrier.rejected': [
    'El operador rechazó la petición.',
    'El código del operador está en el registro de la llamada.',
  ],
  'carrier.unavailable': [
    'No se puede contactar con el operador.',
    'Se intenta de nuevo; consulte la página de estado del operador.',
  ],
  'carrier_account.not_found': [
    'No existe esa cuenta de operador.',
    'Nombre una cuenta de su organización; GET /api/v1/phone-numbers muestra las que se usan.',
  ],
  'contact.not_found': ['No existe ese contacto.', 'Consulte los contactos con GET /api/v1/contacts.'],
  'flow.import_unknown': [
    'El documento no es un flujo que se pueda importar.',
    'Envíe una exportación de esta plataforma, un documento de flujo o una definición de Twilio Studio en la que pueda empezar una llamada.',
  ],
  'flow.in_use': [
    'El flujo está en uso.',
    'Los errores nombran las campañas, números y devoluciones de llamada que lo usan; termínelos o cámbielos antes.',
  ],
  'flow.not_found': ['No existe ese flujo.', 'Consulte los flujos con GET /api/v1/ivr/flows.'],
  'flow.not_valid': ['El flujo no es válido.', 'Cada fallo figura con su puntero JSON.'],
  'flow.suite_not_found': [
    'No existe esa serie de pruebas.',
    'Consulte las series del flujo con GET /api/v1/ivr/flows/{id}/suites.',
  ],
  'flow.suites_failed': [
    'Las series de pruebas del flujo no pasan.',
    'Los errores nombran cada caso y lo que no fue como se esperaba; un flujo que exige series necesita al menos una.',
  ],
  'flow.too_many_suites': [
    'El flujo tiene ya todas las series que puede tener.',
    'Guarde las llamadas de prueba en una de las series que existen.',
  ],
  'flow.version_not_found': [
    'El flujo no tiene esa versión.',
    'Consulte las versiones con GET /api/v1/ivr/flows/{id}/versions.',
  ],
  'idempotency.in_flight': [
    'Una petición con esta Idempotency-Key sigue en curso.',
    'Repítala tras el tiempo de la cabecera Retry-After; la respuesta será la misma.',
  ],
  'idempotency.other_body': [
    'Esta Idempotency-Key se usó con otra petición.',
    'Use una clave nueva para cada petición nueva.',
  ],
  'import.empty_file': [
    'El archivo está vacío.',
    'Importe un archivo CSV cuya primera línea nombre sus columnas.',
  ],
  'import.file_missing': [
    'El archivo de la importación ya no está.',
    'Súbalo de nuevo; lo importado se conserva.',
  ],
  'import.header_not_valid': [
    'La cabecera del archivo no es válida.',
    'La línea 1 de la importación indica cada columna que falta o se desconoce; solo phone es obligatoria.',
  ],
  'import.not_found': [
    'No existe esa importación.',
    'El id está en la respuesta de POST /api/v1/contacts/import.',
  ],
  'import.not_text': [
    'El archivo no es texto CSV.',
    'Envíe CSV como multipart/form-data con una parte llamada `file`, o como text/csv.',
  ],
  'internal.unexpected': ['Algo ha fallado por nuestra parte.', 'Comunique el id de la petición.'],
  'mail.unavailable': [
    'El servidor de correo no aceptó el mensaje.',
    'Se puede enviar de nuevo; revise SMTP_URL y el servidor de correo.',
  ],
  'notification.not_found': [
    'No tiene esa notificación.',
    'Consulte las suyas con GET /api/v1/notifications.',
  ],
  'organization.not_found': [
    'No existe esa organización.',
    'Quien gestiona la instalación las consulta con GET /api/v1/organizations.',
  ],
  'organization.ref_taken': [
    'Ya hay una organización con esa referencia.',
    'Elija otra referencia u omítala.',
  ],
  'phone_number.busy': [
    'El número se está conectando o desconectando ahora.',
    'Repita la petición tras el tiempo de la cabecera Retry-After.',
  ],
  'phone_number.in_use': [
    'Una campaña que no ha terminado llama desde este número.',
    'Cancele o termine esas campañas, o deles otro número.',
  ],
  'phone_number.no_voice': ['El número no admite llamadas.', 'Elija un número con voz.'],
  'phone_number.not_at_carrier': [
    'La cuenta del operador no tiene ese número.',
    'Cómprelo o nombre la cuenta que lo tiene; POST /api/v1/phone-numbers/sync muestra los que hay.',
  ],
  'phone_number.not_found': ['No existe ese número.', 'Consulte los números con GET /api/v1/phone-numbers.'],
  'provider_key.in_use': [
    'Hay llamadas en curso que necesitan esta clave.',
    'Espere a que terminen las llamadas de esta cuenta, o rote la clave en lugar de revocarla.',
  ],
  'provider_key.label_taken': [
    'Ya hay una clave de este proveedor con esa etiqueta.',
    'Elija otra etiqueta o rote la clave que existe.',
  ],
  'provider_key.not_found': [
    'No existe esa clave de proveedor.',
    'Consulte las claves con GET /api/v1/provider-keys.',
  ],
  'provider_key.rehearsal': [
    'No se puede usar un operador real mientras el tiempo de las reglas no sea el del reloj.',
    'En esta base de datos hubo una demostración o un ensayo; use otra para llamadas reales.',
  ],
  'provider_key.rejected': [
    'El proveedor no acepta esta clave.',
    'Copie la clave de nuevo y compruebe que está activa; no se guardó nada.',
  ],
  'recording.no_audio': [
    'No hay sonido de esta grabación.',
    'El operador no lo tiene o no se pudo obtener; el estado de la grabación lo indica.',
  ],
  'recording.not_found': [
    'No existe esa grabación.',
    'Consulte las grabaciones con GET /api/v1/recordings; una borrada ya no está.',
  ],
  'recording.not_ready': [
    'El sonido de la grabación aún no está aquí.',
    'Repita la petición tras el tiempo de la cabecera Retry-After.',
  ],
  'recording.not_transcribed': [
    'Nadie pidió las palabras de esta grabación.',
    'Solo se transcriben los mensajes de voz.',
  ],
  'recording.range_not_satisfiable': [
    'La grabación no tiene esos bytes.',
    'La cabecera Content-Range indica cuántos tiene.',
  ],
  'request.bad_cursor': [
    'El cursor no continúa esta lista.',
    'Un cursor pertenece a la lista, el orden y los filtros con los que vino; empiece de nuevo sin él.',
  ],
  'request.bad_form': [
    'No se puede leer el cuerpo del formulario.',
    'Envíe application/x-www-form-urlencoded en UTF-8.',
  ],
  'request.bad_json': [
    'El cuerpo no es JSON válido.',
    'Envíe JSON en UTF-8 con Content-Type application/json.',
  ],
  'request.method_not_allowed': [
    'Esta dirección no conoce ese método.',
    'La cabecera Allow enumera los métodos.',
  ],
  'request.not_found': ['No hay nada en esta dirección.', 'Consulte la referencia de la API en /docs.'],
  'request.not_valid': ['La petición no es válida.', 'Cada fallo figura con su puntero JSON.'],
  'request.precondition_failed': [
    'Alguien lo ha cambiado entretanto.',
    'Léalo de nuevo y envíe su nuevo ETag en If-Match.',
  ],
  'request.precondition_required': [
    'Falta If-Match.',
    'Envíe en If-Match el ETag que leyó, para no sobrescribir ningún cambio sin verlo.',
  ],
  'request.throttled': [
    'Demasiadas peticiones.',
    'Espere el tiempo de la cabecera Retry-After; RateLimit indica lo que queda.',
  ],
  'request.too_large': ['El cuerpo es demasiado grande.', 'El límite está en la referencia de la API.'],
  'request.unsupported_media': [
    'Aquí no se acepta ese tipo de contenido.',
    'La referencia de la API nombra los tipos de cada operación.',
  ],
  'secret.unreadable': [
    'No se puede abrir un secreto guardado.',
    'Inicie cada proceso con la EVERCALL_KEK con la que se guardó, o dela como EVERCALL_KEK_PREVIOUS mientras se rotan las claves.',
  ],
  'service.unavailable': [
    'Una parte necesaria no está accesible ahora.',
    'Inténtelo de nuevo tras el tiempo de la cabecera Retry-After.',
  ],
  'session.not_found': [
    'No existe esa sesión.',
    'Consulte las sesiones con GET /api/v1/users/{id}/sessions.',
  ],
  'trace.not_found': [
    'No existe esa traza.',
    'Una parte de las trazas se guarda un día como mucho; consúltelas con GET /api/v1/apm/traces.',
  ],
  'user.exists': [
    'Esa dirección pertenece a un usuario de su organización.',
    'Cambie ese usuario con PUT /api/v1/users/{id}.',
  ],
  'user.invited': [
    'La invitación aún no se ha aceptado.',
    'Invite de nuevo con lo que deba cambiar, o borre la invitación.',
  ],
  'user.last_admin': ['Es el último administrador de la organización.', 'Nombre antes a otro administrador.'],
  'user.not_found': ['No existe ese usuario.', 'Consulte los usuarios con GET /api/v1/users.'],
  'voicemail.not_callable': [
    'No se puede devolver la llamada de este mensaje de voz.',
    'Falta un número de quien llamó que se pueda marcar, un número nuestro o un flujo publicado.',
  ],
  'voicemail.not_found': [
    'No existe ese mensaje de voz.',
    'Consulte los mensajes con GET /api/v1/voicemail.',
  ],
  'webhook.unknown_call': [
    'Ninguna llamada corresponde a este webhook.',
    'La organización, el intento o su clave en la dirección no se conoce; no se guardó nada.',
  ],
  'webhook_delivery.not_found': [
    'No existe esa entrega.',
    'Consulte las entregas con GET /api/v1/webhooks/{id}/deliveries; las terminadas se guardan 30 días.',
  ],
  'webhook_delivery.pending': [
    'La entrega sigue en camino.',
    'Su calendario dice cuándo se intenta de nuevo; envíela otra vez cuando haya terminado.',
  ],
  'webhook_endpoint.disabled': [
    'El webhook está desactivado.',
    'Actívelo con PUT /api/v1/webhooks/{id} e isEnabled true; disabledReason dice por qué no lo está.',
  ],
  'webhook_endpoint.limit_reached': [
    'La organización tiene ya todos los webhooks que puede tener.',
    'Borre uno que no haga falta, o haga que uno escuche más eventos.',
  ],
  'webhook_endpoint.not_found': ['No existe ese webhook.', 'Consulte los webhooks con GET /api/v1/webhooks.'],
  'webhook_endpoint.url_refused': [
    'No se pueden enviar mensajes a esta URL.',
    'Use https en el puerto 443 de un servidor público, sin credenciales en la URL.',
  ],
};
