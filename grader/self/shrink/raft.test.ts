import { describeSwarms } from './swarms.ts';

await describeSwarms('lab3', 10);
