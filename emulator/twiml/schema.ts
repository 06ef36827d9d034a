const words = (text: string): readonly string[] => text.split(' ');

/** The attributes of each imitated verb: those that are read, and those that Twilio knows but that change nothing here. */
const ATTRIBUTES: Readonly<{ [verb: string]: readonly string[] }> = {
  Say: words('voice language loop'),
  Play: words('loop digits'),
  Pause: words('length'),
  Gather: words(
    'input action method timeout speechTimeout maxSpeechTime numDigits finishOnKey actionOnEmptyResult bargeIn ' +
      'language hints profanityFilter speechModel enhanced debug partialResultCallback partialResultCallbackMethod ' +
      'dtmfDetection',
  ),
  Record: words(
    'action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod ' +
      'recordingStatusCallbackEvent transcribe transcribeCallback recordingChannels',
  ),
  Dial: words(
    'action method timeout timeLimit callerId hangupOnStar answerOnBridge sequential record recordingStatusCallback ' +
      'recordingStatusCallbackMethod recordingStatusCallbackEvent trim recordingTrack ringTone callReason referUrl ' +
      'referMethod events passports recordingConfigurationId',
  ),
  Number: words('statusCallback statusCallbackEvent statusCallbackMethod sendDigits byoc'),
  Redirect: words('method'),
  Reject: words('reason'),
  Hangup: [],
};

const NOT_IMITATED = words('Enqueue Leave Connect Start Stop Refer Pay Prompt Sms Message VirtualAgent');

/** The attributes a verb may have, or undefined for a verb Twilio does not know. */
export function attributesOf(verb: string): readonly string[] | undefined {
  return Object.hasOwn(ATTRIBUTES, verb) ? ATTRIBUTES[verb] : undefined;
}

/** True for verbs that Twilio has and this emulator has not: the call fails rather than going on as if they worked. */
export function isNotImitated(verb: string): boolean {
  return NOT_IMITATED.includes(verb);
}
