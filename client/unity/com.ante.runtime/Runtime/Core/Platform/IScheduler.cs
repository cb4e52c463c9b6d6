using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Time, so that nothing here starts a timer or a thread of its own.</summary>
    public interface IScheduler
    {
        /// <summary>The device's clock.</summary>
        DateTimeOffset Now { get; }

        /// <summary>Completes after this time, on the thread that called; at the next frame for zero.</summary>
        Task DelayAsync(TimeSpan time, CancellationToken cancellation);
    }
}
