import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { companiesQuery, overviewQuery, problemOf } from '../api/queries.ts';
import { Button } from '../design/button.tsx';
import { useAddress } from '../frame/address.ts';
import { Masthead } from '../frame/masthead.tsx';
import { Page } from '../frame/page.tsx';
import { AsKnown } from './as-known.tsx';
import { OverviewContent } from './overview-content.tsx';
import { companyToShow, overviewState } from './overview-state.ts';

/** The first page: how the company's inventory and its books stand. */
export function OverviewPage() {
  const [address, moveTo] = useAddress();
  const companies = useQuery(companiesQuery);
  const company = companyToShow(companies.data, address.company);
  const figures = useQuery({ ...overviewQuery(company ?? ''), enabled: company !== undefined });
  const state = overviewState(
    { data: companies.data, problem: problemIn(companies.error) },
    { data: figures.data, problem: problemIn(figures.error) },
    address.company,
  );
  const isFetching = companies.isFetching || figures.isFetching;
  const ask = () => {
    void companies.refetch();
    if (company !== undefined) void figures.refetch();
  };
  const name = companies.data?.find(({ code }) => code === company)?.name;
  useEffect(() => {
    document.title = name === undefined ? 'Perpetua' : `${name} · Overview · Perpetua`;
  }, [name]);
  return (
    <Page
      isBusy={state.kind === 'loading'}
      head={
        <Masthead
          companies={companies.data ?? []}
          company={company}
          onCompany={(code) => moveTo({ company: code })}
        >
          {state.kind === 'ready' && (
            <>
              <AsKnown asKnown={state.overview.asKnown} />
              <Button onPress={ask} isBusy={isFetching}>
                {isFetching ? 'Updating…' : 'Update'}
              </Button>
            </>
          )}
        </Masthead>
      }
    >
      <OverviewContent
        state={state}
        isFetching={isFetching}
        onRetry={ask}
        address={address}
        onAddress={moveTo}
      />
    </Page>
  );
}

const problemIn = (error: Error | null) => (error === null ? undefined : problemOf(error));
