/** What is wrong with an example as it is written, and where; shown to whoever wrote it. */
export class ExampleFault extends Error {
  /** @param line counted from 1 as in an editor; 0 for the file as a whole */
  constructor(line: number, fault: string) {
    super(line === 0 ? fault : `line ${line}: ${fault}`);
    this.name = 'ExampleFault';
  }
}
