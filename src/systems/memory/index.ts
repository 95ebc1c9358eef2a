export { type ByteLedger, createByteLedger, type LedgerLine } from './ledger';
