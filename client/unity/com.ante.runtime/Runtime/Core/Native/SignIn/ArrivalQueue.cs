using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Addresses that came back, until somebody asks for them.</summary>
    internal sealed class ArrivalQueue
    {
        private readonly Queue<IArrival> arrivals = new Queue<IArrival>();
        private TaskCompletionSource<IArrival>? waiting;

        internal void Add(IArrival arrival)
        {
            var waiter = waiting;
            waiting = null;
            if (waiter == null || !waiter.TrySetResult(arrival)) arrivals.Enqueue(arrival);
        }

        internal async Task<IArrival> ReceiveAsync(CancellationToken cancellation)
        {
            if (arrivals.Count > 0) return arrivals.Dequeue();
            var waiter = new TaskCompletionSource<IArrival>();
            waiting = waiter;
            using (cancellation.Register(() => waiter.TrySetCanceled(cancellation))) return await waiter.Task;
        }

        /// <summary>Nobody waits any more.</summary>
        internal void Refuse()
        {
            while (arrivals.Count > 0) arrivals.Dequeue().Reply(RedirectReply.NotExpected);
        }
    }
}
