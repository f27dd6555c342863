/** The hub over Socket.IO's rooms. */
import type { Namespace } from 'socket.io';
import { agentRoom, callRoom, conversationRoom, customerRoom, type Hub, signInRoom } from './hub.ts';

/** `/customer` and `/agent`. What goes through is typed by the hub; the namespaces need no types of their own. */
export function socketHub(customers: Namespace, agents: Namespace): Hub {
  return {
    toCustomer(customer, name, push, except) {
      const room = customers.to(customerRoom(customer));
      (except ? room.except(except) : room).emit(name, push);
    },
    toCustomersHere: (name, push) => void customers.local.emit(name, push),
    toFollowers(conversation, ids, name, push, except) {
      const rooms = agents.to([conversationRoom(conversation), ...ids.map(agentRoom)]);
      (except ? rooms.except(except) : rooms).emit(name, push);
    },
    toEveryAgent: (name, push) => void agents.emit(name, push),
    toAgentsHere: (name, push) => void agents.local.emit(name, push),
    // Every socket stands in a room of its own id.
    toLine: (side, line, name, push) => void (side === 'customer' ? customers : agents).to(line).emit(name, push),
    endCustomer: (customer) => void customers.in(customerRoom(customer)).disconnectSockets(),
    endCallWindows: (call) => void customers.in(callRoom(call)).disconnectSockets(),
    endAgentSession(signIn) {
      agents.to(signInRoom(signIn)).emit('signed-out', {});
      agents.in(signInRoom(signIn)).disconnectSockets();
    },
  };
}
