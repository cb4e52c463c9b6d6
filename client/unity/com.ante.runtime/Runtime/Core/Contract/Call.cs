using System;
using System.Globalization;
using Ante.Json;

namespace Ante.Contract
{
    /// <summary>One call: what to send, and how to read the answer.</summary>
    public sealed class Call<T>
    {
        private readonly Func<JsonValue, T> read;
        private string query = "";

        internal Call(string method, string path, Func<JsonValue, T> read)
        {
            Method = method;
            Path = path;
            this.read = read;
        }

        /// <summary>The HTTP method.</summary>
        public string Method { get; }

        /// <summary>Below the runtime's address, without the query.</summary>
        public string Path { get; }

        /// <summary>Path and query, percent-encoded.</summary>
        public string Target => Path + query;

        /// <summary>What to send; null: nothing.</summary>
        public JsonValue? Body { get; private set; }

        /// <summary>Reads the answer of a success.</summary>
        /// <exception cref="FormatException">It is not what the contract says.</exception>
        public T Read(JsonValue answer) => read(answer);

        internal Call<T> With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

        internal Call<T> With(string name, string? value)
        {
            if (value == null) return this;
            query += (query == "" ? "?" : "&") + name + "=" + Uri.EscapeDataString(value);
            return this;
        }

        internal Call<T> WithBody(JsonValue body)
        {
            Body = body;
            return this;
        }
    }
}
