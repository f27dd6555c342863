/** Customers who are connected and say nothing, in a process of their own: `node crowd.ts URL COUNT [identify]`. */
import { connect } from '../side.ts';

const AT_ONCE = 50;

const [url = '', count = '0', identify] = process.argv.slice(2);
for (let n = 0; n < Number(count); n += AT_ONCE) {
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, Number(count) - n) }, async () => {
      const socket = await connect(url, '/customer');
      if (identify) await socket.emitWithAck('identify', {});
    }),
  );
}
process.send?.('connected');
// Ends with the run that started it.
process.on('disconnect', () => process.exit(0));
