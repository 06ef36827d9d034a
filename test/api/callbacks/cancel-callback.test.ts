import { cancelCallback } from '../../../api/endpoints/callbacks/cancel-callback.endpoint.ts';
import { describeSteering } from './steering-blocks.ts';

describeSteering(cancelCallback, undefined, 'cancel');
