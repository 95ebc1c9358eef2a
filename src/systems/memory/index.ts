export { type ByteLedger, createByteLedger, type LedgerLine, type Spare } from './ledger';
