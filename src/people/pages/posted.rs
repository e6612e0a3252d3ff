//! A form that was sent to a page: everything that its handler needs, and what all of them do with it.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use super::faults;
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::people::Visitor;
use crate::web::{Core, Form, Page, Protected, form_once};

/// A form, after its code was checked, with the visitor who sent it.
pub struct Posted {
    /// The instance.
    pub core: web::Data<Core>,
    /// The sender.
    pub visitor: Visitor,
    /// The request that brought it.
    pub request: HttpRequest,
    /// What was typed.
    pub form: Form,
}

impl FromRequest for Posted {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let core = request.app_data::<web::Data<Core>>().cloned();
        let visitor = Visitor::from_request(request, payload);
        let form = Protected::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let core = core.ok_or_else(|| Error::Internal("no instance behind this route".into()))?;
            let visitor = visitor.await?;
            let Protected(form) = form.await?;
            Ok(Self { core, visitor, request, form })
        })
    }
}

impl Posted {
    /// The page that answers.
    pub fn page(&self) -> Page {
        self.visitor.page(&self.core, &self.request)
    }

    /// Does what the form asks for, once however often it is sent, and leads on to the address that `work` gives.
    pub async fn once(
        &self,
        work: impl FnOnce(&mut Tx<'_>, &Visitor, &Form) -> Result<String> + Send + 'static,
    ) -> Result<HttpResponse> {
        let person = self.visitor.person()?.clone();
        let (visitor, form) = (self.visitor.clone(), self.form.clone());
        form_once(&self.core, &person, &self.request, &self.form, move |tx| work(tx, &visitor, &form)).await
    }

    /// The answer; or, where something is wrong with the form, the page that `again` makes of it and its faults. A move that
    /// the state of things does not allow is a fault of `field`.
    pub async fn or_again<F: Future<Output = Result<HttpResponse>>>(
        self,
        outcome: Result<HttpResponse>,
        field: &str,
        again: impl FnOnce(Self, Fields) -> F,
    ) -> Result<HttpResponse> {
        match outcome {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let errors = faults(error, field)?;
                again(self, errors).await
            }
        }
    }
}
