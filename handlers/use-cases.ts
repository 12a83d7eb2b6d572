/** What the product does, gathered for the conversations. */
import type { PetitionCases } from './petitions.ts';
import type { PrivacyCases } from './privacy.ts';

export interface UseCases {
  petitions: PetitionCases;
  privacy: PrivacyCases;
}
