using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace Ante.Tests
{
    /// <summary>Runs a test as an engine does: all of it on one thread.</summary>
    internal sealed class OneThread : SynchronizationContext
    {
        private readonly BlockingCollection<(SendOrPostCallback Call, object? State)> calls =
            new BlockingCollection<(SendOrPostCallback, object?)>();

        public static void Run(Func<Task> test)
        {
            var before = Current;
            var thread = new OneThread();
            SetSynchronizationContext(thread);
            try
            {
                var task = test();
                task.ContinueWith(_ => thread.calls.CompleteAdding(), TaskScheduler.Default);
                foreach (var (call, state) in thread.calls.GetConsumingEnumerable()) call(state);
                task.GetAwaiter().GetResult();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public override void Post(SendOrPostCallback call, object? state)
        {
            // What still goes on after the end of a test finds nobody.
            if (!calls.IsAddingCompleted) calls.TryAdd((call, state));
        }
    }
}
