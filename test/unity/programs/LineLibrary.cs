using System;
using System.Collections.Generic;
using Ante.Json;

namespace Ante.Unity.Tests
{
    /// <summary>
    /// The browser client of a page that the test drives: each call is a line of JSON on the standard output, each answer and
    /// event a line on the standard input.
    /// </summary>
    internal sealed class LineLibrary : IWebLibrary
    {
        private readonly Dictionary<long, Action<string>> answers = new Dictionary<long, Action<string>>();
        private Action<string> happened = _ => { };
        private long lastCall;

        public int Open(string options, Action<string> happened)
        {
            this.happened = happened;
            Say("open", new JsonObject().Set("options", JsonValue.Parse(options)));
            return 1;
        }

        public void Call(int client, string method, string arguments, Action<string> answered)
        {
            answers[++lastCall] = answered;
            var call = new JsonObject()
                .Set("number", JsonValue.Of(lastCall))
                .Set("method", JsonValue.Of(method))
                .Set("arguments", JsonValue.Parse(arguments));
            Say("call", call);
        }

        public void Close(int client) => Say("close", new JsonObject());

        internal static void Say(string kind, JsonObject content) =>
            Console.WriteLine(new JsonObject().Set("kind", JsonValue.Of(kind)).Set("content", content));

        /// <summary>What the page was told.</summary>
        internal void Take(string line)
        {
            var told = (JsonObject)JsonValue.Parse(line);
            var text = told["message"]!.ToString();
            if (((JsonString)told["kind"]!).Value == "event") happened(text);
            else if (answers.Remove(long.Parse(((JsonNumber)told["number"]!).Text), out var answered)) answered(text);
        }
    }
}
