#if UNITY_2023_1_OR_NEWER
using System.Threading.Tasks;
using UnityEngine;

namespace Ante.Unity
{
    /// <summary>The client's tasks as Unity's own <see cref="Awaitable"/>, from Unity 2023.1 on.</summary>
    public static class AnteAwaitables
    {
        /// <summary>Goes on as the task does. Await it once, or yield it in a coroutine.</summary>
        public static async Awaitable AsAwaitable(this Task task) => await task;

        /// <summary>Goes on as the task does, with its result. Await it once.</summary>
        public static async Awaitable<T> AsAwaitable<T>(this Task<T> task) => await task;
    }
}
#endif
