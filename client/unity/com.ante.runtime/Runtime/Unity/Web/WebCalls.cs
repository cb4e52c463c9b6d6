using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>One client of the page's browser client, and its calls as tasks.</summary>
    internal sealed class WebCalls : IDisposable
    {
        private readonly IWebLibrary library;
        private readonly HashSet<TaskCompletionSource<JsonValue>> waiting = new HashSet<TaskCompletionSource<JsonValue>>();
        private readonly int client;
        private bool closed;

        /// <summary>Opens a client with these options.</summary>
        /// <exception cref="InvalidOperationException">The page has no browser client.</exception>
        internal WebCalls(IWebLibrary library, JsonObject options)
        {
            this.library = library;
            client = library.Open(options.ToString(), TakeEvent);
            if (client != 0) return;
            throw new InvalidOperationException(
                "The page could not open the browser client. Its template has to load /ante.js from the server before the " +
                "game starts (see docs/unity.md); the browser's console says more");
        }

        /// <summary>An event's name, its data, and the problem that belongs to it.</summary>
        internal event Action<string, JsonObject, ProblemException?> Happened = (_, __, ___) => { };

        /// <summary>What the browser client knew at its last answer or event.</summary>
        internal WebState State { get; private set; } = WebState.SignedOut;

        /// <summary>Calls a method of the browser client, and reads its answer.</summary>
        /// <exception cref="AnteException">What the browser client failed with.</exception>
        internal async Task<T> CallAsync<T>(
            string method, Func<JsonValue, T> read, CancellationToken cancellation, params JsonValue[] arguments)
        {
            if (closed) throw WebFailure.Closed();
            var list = new JsonArray();
            list.Items.AddRange(arguments);
            var answer = new TaskCompletionSource<JsonValue>();
            waiting.Add(answer);
            library.Call(client, method, list.ToString(), text => TakeAnswer(answer, text));
            return read(await answer.Task.OrCancelled(cancellation));
        }

        public void Dispose()
        {
            if (closed) return;
            closed = true;
            library.Close(client);
            foreach (var answer in new List<TaskCompletionSource<JsonValue>>(waiting)) answer.TrySetException(WebFailure.Closed());
            waiting.Clear();
        }

        private void TakeAnswer(TaskCompletionSource<JsonValue> answer, string text)
        {
            waiting.Remove(answer);
            try
            {
                var message = Read.Object(JsonValue.Parse(text));
                State = WebState.FromJson(message);
                var failure = Read.ValueOrNull(message, "failure", Read.Object);
                if (failure == null) answer.TrySetResult(message["value"] ?? JsonValue.Null);
                else answer.TrySetException(WebFailure.Of(failure));
            }
            catch (FormatException failure)
            {
                answer.TrySetException(WebFailure.NotUnderstood(failure));
            }
        }

        private void TakeEvent(string text)
        {
            var message = Read.Object(JsonValue.Parse(text));
            State = WebState.FromJson(message);
            var problem = Read.ValueOrNull(message, "problem", Read.Object);
            var data = message["data"] as JsonObject ?? new JsonObject();
            Happened(Read.String(message, "event"), data, problem == null ? null : WebFailure.ProblemOf(problem));
        }
    }
}
