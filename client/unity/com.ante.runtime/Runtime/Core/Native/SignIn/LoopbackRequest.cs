using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>The least of an HTTP request that a sign-in's answer needs.</summary>
    internal sealed class LoopbackRequest
    {
        private const int MostBytes = 16 * 1024;

        private readonly string target;
        private readonly string body;

        private LoopbackRequest(string method, string target, string body)
        {
            Method = method;
            this.target = target;
            this.body = body;
        }

        internal string Method { get; }

        /// <summary>Reads one request; null when it is too long or none at all.</summary>
        internal static async Task<LoopbackRequest?> ReadAsync(Stream stream)
        {
            var buffer = new byte[MostBytes];
            var length = 0;
            while (length < buffer.Length)
            {
                var read = await stream.ReadAsync(buffer, length, buffer.Length - length);
                if (read == 0) return null;
                length += read;
                var text = Encoding.ASCII.GetString(buffer, 0, length);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end < 0) continue;
                var head = text.Substring(0, end).Split(new[] { "\r\n" }, StringSplitOptions.None);
                if (length - end - 4 >= BodyLengthOf(head)) return Parse(head[0], text.Substring(end + 4));
            }

            return null;
        }

        /// <summary>The whole address of an answer; null when the request is something else (a favicon).</summary>
        internal string? AnswerAt(string uri)
        {
            if (Method == "POST" && target == "/") return body.StartsWith(uri + "?", StringComparison.Ordinal) ? body : null;
            return Method == "GET" && target.StartsWith("/?", StringComparison.Ordinal) ? uri + target.Substring(1) : null;
        }

        private static LoopbackRequest? Parse(string requestLine, string body)
        {
            var parts = requestLine.Split(' ');
            return parts.Length == 3 ? new LoopbackRequest(parts[0], parts[1], body) : null;
        }

        private static int BodyLengthOf(string[] head)
        {
            const string name = "content-length:";
            foreach (var line in head)
            {
                if (!line.StartsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
                return int.TryParse(line.Substring(name.Length).Trim(), out var length) ? length : MostBytes;
            }

            return 0;
        }
    }
}
