import { Value } from 'typebox/value';
import type { CompanySetup } from '../../application/configuration/company-setup.ts';
import { faultTexts } from '../http/schema-faults.ts';
import { SetupBody } from '../http/setup-schemas.ts';

/** Reads a setup file against the schema of the API; every fault is told with its place. */
export function readSetup(text: string, note: (text: string) => void): CompanySetup | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    note(`The setup is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  if (Value.Check(SetupBody, content)) return content;
  for (const fault of faultTexts(Value.Errors(SetupBody, content))) note(fault);
  return undefined;
}
