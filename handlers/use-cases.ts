/** What the product does, gathered for the conversations. */
import type { PetitionCases } from './petitions.ts';
import type { PrivacyCases } from './privacy.ts';
import type { SpeakerCases } from './speakers.ts';

/** The use cases that a conversation may call when it is finished. */
export interface UseCases {
  petitions: PetitionCases;
  speakers: SpeakerCases;
  privacy: PrivacyCases;
}
