using System;
using System.Collections;
using System.Runtime.CompilerServices;

namespace UnityEngine
{
    [AsyncMethodBuilder(typeof(AwaitableAsyncMethodBuilder))]
    public class Awaitable : IEnumerator
    {
        object IEnumerator.Current => throw StandIn.Only();

        bool IEnumerator.MoveNext() => throw StandIn.Only();

        void IEnumerator.Reset() => throw StandIn.Only();

        public struct AwaitableAsyncMethodBuilder
        {
            public Awaitable Task => throw StandIn.Only();

            public static AwaitableAsyncMethodBuilder Create() => throw StandIn.Only();

            public void SetException(Exception e) => throw StandIn.Only();

            public void SetResult() => throw StandIn.Only();

            public void SetStateMachine(IAsyncStateMachine stateMachine) => throw StandIn.Only();

            public void Start<TStateMachine>(ref TStateMachine stateMachine)
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();

            public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
                where TAwaiter : INotifyCompletion
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();

            public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
                where TAwaiter : ICriticalNotifyCompletion
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();
        }

        public struct AwaitableAsyncMethodBuilder<T>
        {
            public Awaitable<T> Task => throw StandIn.Only();

            public static AwaitableAsyncMethodBuilder<T> Create() => throw StandIn.Only();

            public void SetException(Exception e) => throw StandIn.Only();

            public void SetResult(T value) => throw StandIn.Only();

            public void SetStateMachine(IAsyncStateMachine stateMachine) => throw StandIn.Only();

            public void Start<TStateMachine>(ref TStateMachine stateMachine)
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();

            public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
                where TAwaiter : INotifyCompletion
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();

            public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
                where TAwaiter : ICriticalNotifyCompletion
                where TStateMachine : IAsyncStateMachine => throw StandIn.Only();
        }
    }

    [AsyncMethodBuilder(typeof(Awaitable.AwaitableAsyncMethodBuilder<>))]
    public class Awaitable<T>
    {
    }
}
