using System;
using System.Collections.Generic;

namespace UnityEngine
{
    public class AsyncOperation
    {
        public event Action<AsyncOperation> completed
        {
            add => throw StandIn.Only();
            remove => throw StandIn.Only();
        }
    }
}

namespace UnityEngine.Networking
{
    public class UnityWebRequestAsyncOperation : AsyncOperation
    {
        public UnityWebRequest webRequest => throw StandIn.Only();
    }

    public class DownloadHandler : IDisposable
    {
        public byte[] data => throw StandIn.Only();

        public void Dispose() => throw StandIn.Only();
    }

    public sealed class DownloadHandlerBuffer : DownloadHandler
    {
    }

    public class UploadHandler : IDisposable
    {
        public string contentType { get; set; }

        public void Dispose() => throw StandIn.Only();
    }

    public sealed class UploadHandlerRaw : UploadHandler
    {
        public UploadHandlerRaw(byte[] data) => throw StandIn.Only();
    }

    public class UnityWebRequest : IDisposable
    {
        public UnityWebRequest(string url, string method) => throw StandIn.Only();

        public enum Result
        {
            InProgress = 0,
            Success = 1,
            ConnectionError = 2,
            ProtocolError = 3,
            DataProcessingError = 4,
        }

        public DownloadHandler downloadHandler { get; set; }

        public UploadHandler uploadHandler { get; set; }

        public int redirectLimit { get; set; }

        public int timeout { get; set; }

        public Result result => throw StandIn.Only();

        public long responseCode => throw StandIn.Only();

        public string error => throw StandIn.Only();

        public UnityWebRequestAsyncOperation SendWebRequest() => throw StandIn.Only();

        public void SetRequestHeader(string name, string value) => throw StandIn.Only();

        public string GetResponseHeader(string name) => throw StandIn.Only();

        public Dictionary<string, string> GetResponseHeaders() => throw StandIn.Only();

        public void Abort() => throw StandIn.Only();

        public void Dispose() => throw StandIn.Only();
    }
}
