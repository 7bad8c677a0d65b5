import './design/tokens.css';
import './design/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/queries.ts';
import { OverviewPage } from './overview/overview-page.tsx';

const place = document.getElementById('application');
if (place === null) throw new Error('index.html has a place for the application');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <OverviewPage />
    </QueryClientProvider>
  </StrictMode>,
);
