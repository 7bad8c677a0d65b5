import { Value } from 'typebox/value';
import type { CompanySetup } from '../../application/company-setup.ts';
import { SetupBody } from '../http/setup-schemas.ts';

const MOST_FAULTS = 50;

/** Reads a setup file against the schema of the API; every fault is told with its place. */
export function readSetup(text: string, note: (text: string) => void): CompanySetup | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    note(`The setup is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  if (Value.Check(SetupBody, content)) return content;
  for (const fault of [...Value.Errors(SetupBody, content)].slice(0, MOST_FAULTS)) {
    note(`${fault.instancePath === '' ? '/' : fault.instancePath} ${fault.message}`);
  }
  return undefined;
}
