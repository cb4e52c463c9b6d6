using System;
using System.Collections;
using System.Threading.Tasks;

namespace Ante.Device.Tests
{
    /// <summary>Lets a task go on with the frames of the game.</summary>
    internal static class Frames
    {
        /// <summary>A coroutine that ends with the task, and fails with it.</summary>
        internal static IEnumerator Run(Func<Task> test)
        {
            var task = test();
            while (!task.IsCompleted) yield return null;
            task.GetAwaiter().GetResult();
        }

        /// <summary>The exception of this type that the task fails with; null when it fails with no such one.</summary>
        internal static async Task<T?> FailureOfAsync<T>(Task task)
            where T : Exception
        {
            try
            {
                await task;
                return null;
            }
            catch (T failure)
            {
                return failure;
            }
        }
    }
}
