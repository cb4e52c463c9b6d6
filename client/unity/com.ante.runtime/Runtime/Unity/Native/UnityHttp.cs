using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using UnityEngine.Networking;

namespace Ante.Unity
{
    /// <summary>Sends requests by the engine's own HTTP client.</summary>
    internal sealed class UnityHttp : IHttp
    {
        public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            using (var web = Make(request))
            using (cancellation.Register(web.Abort))
            {
                await DoneAsync(web.SendWebRequest());
                cancellation.ThrowIfCancellationRequested();
                if (web.result == UnityWebRequest.Result.DataProcessingError || (IsUnanswered(web) && !IsRedirect(web)))
                    throw new NoAnswerException(web.error ?? "no answer");
                return new HttpAnswer((int)web.responseCode, TextOf(web), web.GetResponseHeader("Retry-After"));
            }
        }

        private static UnityWebRequest Make(HttpRequest request)
        {
            var web = new UnityWebRequest(request.Url, request.Method)
            {
                downloadHandler = new DownloadHandlerBuffer(),
                redirectLimit = 0,
                timeout = (int)Math.Ceiling(request.Timeout.TotalSeconds),
            };
            if (request.Body != null)
                web.uploadHandler = new UploadHandlerRaw(Encoding.UTF8.GetBytes(request.Body)) { contentType = request.ContentType };
            foreach (var header in request.Headers) web.SetRequestHeader(header.Key, header.Value);
            return web;
        }

        private static Task DoneAsync(UnityWebRequestAsyncOperation sending)
        {
            var done = new TaskCompletionSource<bool>();
            // An operation that is done already calls its handlers at once.
            sending.completed += _ => done.TrySetResult(true);
            return done.Task;
        }

        private static bool IsUnanswered(UnityWebRequest web) => web.result == UnityWebRequest.Result.ConnectionError;

        /// <summary>The engine reports an answer that it may not follow as a broken connection.</summary>
        private static bool IsRedirect(UnityWebRequest web) => web.responseCode >= 300 && web.responseCode < 400;

        private static string TextOf(UnityWebRequest web)
        {
            var data = web.downloadHandler.data;
            return data == null ? "" : Encoding.UTF8.GetString(data);
        }
    }
}
