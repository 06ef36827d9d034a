/** Why a contact or an attempt was counted, with ids that lead to its rows; never a phone number. */
export interface Finding {
  readonly kind: 'doubleDialed' | 'lost' | 'stuck' | 'review' | 'outOfWindow';
  readonly why: string;
  readonly callSid?: string;
  readonly attemptId?: string;
  readonly campaignContactId?: string;
  readonly workflowId?: string;
}
