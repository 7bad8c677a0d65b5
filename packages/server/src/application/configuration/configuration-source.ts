/** Source of the transactions that a change of the configuration posts; nobody else may use it. */
export const CONFIGURATION_SOURCE = 'configuration';
