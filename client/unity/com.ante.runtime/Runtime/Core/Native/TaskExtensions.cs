using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    internal static class TaskExtensions
    {
        /// <summary>Ends the waiting for a task, not the task.</summary>
        internal static async Task<T> OrCancelled<T>(this Task<T> task, CancellationToken cancellation)
        {
            if (!cancellation.CanBeCanceled) return await task;
            var cancelled = new TaskCompletionSource<T>();
            using (cancellation.Register(() => cancelled.TrySetCanceled(cancellation)))
            {
                return await await Task.WhenAny(task, cancelled.Task);
            }
        }
    }
}
