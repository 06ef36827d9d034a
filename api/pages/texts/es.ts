import type { PageTexts } from './page-texts.types.ts';

/** The pages in Spanish. */
export const ES: PageTexts = {
  start: {
    title: 'Llamadas telefónicas por API',
    what: 'Evercall hace y atiende llamadas telefónicas para organizaciones; esta es su API.',
    noConsole: 'Aún no hay consola web: la API se usa desde programas y desde la línea de comandos.',
    reference: 'La referencia de la API',
  },
  form: {
    name: 'Nombre',
    nameHelp: 'Como le conocen sus colegas.',
    password: 'Contraseña nueva',
    passwordRule: (least) =>
      `Al menos ${least} caracteres, los que quiera; varias palabras se recuerdan fácilmente.`,
    showPassword: 'Mostrar la contraseña',
    incomplete:
      'Este enlace no está completo: termina en #token= y muchos caracteres. Ábralo desde el correo.',
    unanswered:
      'No hubo respuesta. Inténtelo de nuevo; si entonces el enlace consta como usado, la contraseña está establecida y puede iniciar sesión.',
    wait: 'Inténtelo de nuevo dentro de {} s.',
    noScript: 'Esta página necesita JavaScript. La línea de comandos hace lo mismo:',
    byCommand: 'Con la línea de comandos',
    byApi: 'Con la API',
  },
  accept: {
    title: 'Acepte la invitación',
    intro: 'Indique su nombre y elija una contraseña; con eso tendrá una cuenta.',
    submit: 'Crear la cuenta',
    spent:
      'El enlace sirve una vez, en el plazo de siete días. Si ya lo ha usado, inicie sesión; si no, pida otro a quien le invitó.',
    doneTitle: 'Su cuenta está lista',
    done: 'Ahora inicie sesión con su dirección de correo y la contraseña.',
    command: 'accept LINK --name NAME',
  },
  reset: {
    title: 'Establezca una contraseña nueva',
    intro: 'Elija una contraseña nueva. Se cerrarán las sesiones abiertas con la anterior.',
    submit: 'Establecer la contraseña',
    spent:
      'El enlace sirve una vez, en el plazo de una hora. Si ya lo ha usado, inicie sesión con la contraseña nueva; si no, pida otro correo.',
    doneTitle: 'La contraseña nueva está establecida',
    done: 'Se han cerrado todas las sesiones de la cuenta. Ahora inicie sesión con su dirección de correo y la contraseña nueva.',
    command: 'reset LINK',
  },
  confirm: {
    title: 'Confirme su dirección',
    intro: 'Si ha registrado una organización con esta dirección, confirme que es suya.',
    submit: 'Confirmar la dirección',
    spent:
      'El enlace sirve durante siete días. Establecer una contraseña nueva por correo también confirma la dirección.',
    doneTitle: 'Su dirección está confirmada',
    done: 'Ahora inicie sesión con su dirección de correo y su contraseña.',
    command: 'confirm LINK',
  },
};
