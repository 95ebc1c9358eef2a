import { expose } from './contender';
import { createDomPool } from './dom-pool';

expose(createDomPool({ opaque: true }));
