import { refusal } from 'perpetua-core';
import { toldWhatIf } from '../../application/what-if/told-what-if.ts';
import { type Api, CompanyParameters, described, sendResult, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { WhatIfAnswerBody, WhatIfBody } from './what-if-schemas.ts';

/** POST what-if: what transactions or a change would make of the books; nothing of it is kept. */
export function whatIfRoutes(api: Api, { storage, clock }: HttpBooks): void {
  const schema = {
    summary: 'Try transactions or a change of the setup out',
    description:
      'The same computation as doing it, costs run again included, and nothing of it is kept. The company is held meanwhile: at most 1,000 transactions.',
    params: CompanyParameters,
    body: WhatIfBody,
    response: described({ 200: WhatIfAnswerBody }),
  };
  api.post('/companies/:company/what-if', { schema }, ({ params, body }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const { transactions, setup, reclassifyOn } = body;
      const place = { storage, clock, company };
      if (transactions !== undefined && setup === undefined)
        return sendResult(reply, await toldWhatIf(place, { transactions }));
      if (setup !== undefined && transactions === undefined) {
        const reclassification =
          reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
        return sendResult(reply, await toldWhatIf(place, { setup, options: { reclassification } }));
      }
      const fault = 'Give either transactions or a setup.';
      return sendProblem(reply, problemOf([refusal('request-malformed', { fault })]));
    }),
  );
}
