/** What the product does, gathered for the conversations. */
import type { PetitionCases } from './petitions.ts';
import type { PrivacyCases } from './privacy.ts';
import type { SpeakerCases } from './speakers.ts';

export interface UseCases {
  petitions: PetitionCases;
  speakers: SpeakerCases;
  privacy: PrivacyCases;
}
