using System;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Lets tasks of one thread go one after the other, in the order in which they came.</summary>
    internal sealed class AsyncLock
    {
        private Task last = Task.CompletedTask;

        internal async Task<T> RunAsync<T>(Func<Task<T>> task)
        {
            var before = last;
            var done = new TaskCompletionSource<bool>();
            last = done.Task;
            await before;
            try
            {
                return await task();
            }
            finally
            {
                done.SetResult(true);
            }
        }
    }
}
